// Puts a figure's reference where the cursor stands. Without this the reference is there to copy.
"use strict";

(() => {
  function show() {
    for (const button of document.querySelectorAll("[data-insert][hidden]")) button.hidden = false;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    const field = document.getElementById(button.dataset.into);
    field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });

  show();
  // The fields come when the worker has finished, without a new page.
  new MutationObserver(show).observe(document.body, { childList: true, subtree: true });
})();
