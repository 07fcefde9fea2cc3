/* A run that is still reading: look again every three seconds and show how far it is. Without this there is a link. */
(() => {
  "use strict";
  const look = async () => {
    if (!document.querySelector("#run[data-reading]")) return;
    try {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#run");
      if (answer.ok && fresh) document.querySelector("#run").replaceWith(fresh);
    } catch { /* the next look may succeed */ }
    setTimeout(look, 3000);
  };
  setTimeout(look, 3000);
})();
