"""Everything that the surveys room stores."""

from surveys.models.answering import Draft, Participation, Ticket, TicketSheet
from surveys.models.responses import Cell, Comment, Mode, Response, Unfolded
from surveys.models.results import FollowUp, Result
from surveys.models.surveys import Survey, SurveyEvent, Version
from surveys.models.waves import Wave, WayIn

__all__ = [
    "Cell",
    "Comment",
    "Draft",
    "FollowUp",
    "Mode",
    "Participation",
    "Response",
    "Result",
    "Survey",
    "SurveyEvent",
    "Ticket",
    "TicketSheet",
    "Unfolded",
    "Version",
    "Wave",
    "WayIn",
]
