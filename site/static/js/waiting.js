// Lets the clocks of waiting concerns run while the page stays open. The words are whole without it.
"use strict";

(() => {
  const minute = 60_000;

  function words(since) {
    const minutes = Math.floor((Date.now() - since) / minute);
    if (minutes < 1 || minutes >= 24 * 60) return "";
    return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  }

  function tick() {
    for (const time of document.querySelectorAll("[data-waiting] .clock time")) {
      const said = words(Date.parse(time.dateTime));
      if (said) time.textContent = said;
    }
  }

  setInterval(tick, minute / 2);
})();
