/* The desk: one-key shortcuts, details swapped in one press, live reading age. Every step works without this file. */
(() => {
  "use strict";
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  for (const element of $$("[data-scripted]")) element.hidden = false;
  for (const element of $$("[data-unscripted]")) element.hidden = true;

  /* That the item was opened is a POST of its own, so that a plain GET changes nothing. */
  const opened = $("[data-opened]");
  if (opened) {
    fetch(opened.action, { method: "POST", body: new FormData(opened), headers: { Accept: "application/json" } })
      .then((answer) => { if (answer.ok) opened.hidden = true; })
      .catch(() => {}); // the button stays
  }

  /* Panels become dialogs. */
  for (const panel of $$("[data-dialog]")) {
    const dialog = document.createElement("dialog");
    dialog.className = "keys dk";
    dialog.setAttribute("aria-labelledby", panel.getAttribute("aria-labelledby"));
    panel.replaceWith(dialog);
    dialog.append(...panel.childNodes);
    dialog.id = panel.id;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "button button-secondary";
    close.textContent = $("#keys form button").textContent;
    close.addEventListener("click", () => dialog.close());
    $(".di__row", dialog).append(close);
    if ("now" in panel.dataset) dialog.showModal();
  }
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    const dialog = opener && $(opener.dataset.open);
    if (!dialog) return;
    event.preventDefault();
    dialog.showModal();
    $("textarea", dialog)?.focus();
  });
  for (const link of $$("[data-focus]")) {
    link.addEventListener("click", (event) => { event.preventDefault(); $(link.dataset.focus).focus(); });
  }

  /* Details: each box swaps one detail in the public words; what was typed by hand stays. */
  const form = $("[data-public]");
  const boxes = form ? $$("[name=details]", form) : [];
  if (boxes.length) {
    const words = $("[name=public_words]", form);
    const pieces = JSON.parse($("#pieces").textContent);
    const flat = (text) => text.replace(/\r\n/g, "\n");
    const hidden = () => new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const cut = (keys) => flat(pieces.map((p) => (typeof p === "string" ? p : keys.has(p.key) ? p.instead : p.was)).join(""));
    // A draft may hide some already.
    for (const box of boxes) {
      const piece = pieces.find((p) => p.key === box.value);
      box.checked = !words.value.includes(flat(piece.was)) && words.value.includes(piece.instead);
    }
    let before = hidden();
    const swap = () => {
      const now = hidden();
      if (words.value.trim() === cut(before).trim()) words.value = cut(now);
      else {
        for (const { key, was, instead } of pieces.filter((p) => typeof p !== "string" && before.has(p.key) !== now.has(p.key))) {
          words.value = now.has(key) ? words.value.replace(flat(was), () => instead) : words.value.replace(instead, () => flat(was));
        }
      }
      before = now;
    };
    form.addEventListener("change", (event) => { if (event.target.name === "details") swap(); });
    const hideAll = () => { for (const box of boxes) box.checked = true; swap(); };
    $("[data-hide-all]", form).addEventListener("click", hideAll);
    const redact = $("[data-redact]");
    redact?.addEventListener("click", (event) => {
      event.preventDefault();
      if (boxes.includes(document.activeElement) || redact.dataset.again) hideAll();
      redact.dataset.again = "yes";
      boxes[0].focus();
    });
  }

  /* The answer: ready words go into the box; the reading age follows the typing. */
  const lint = $("[data-lint]");
  if (lint) {
    const box = $("[name=reply]", lint);
    const meter = $("[data-meter]", lint);
    let waiting = 0;
    const read = async () => {
      const body = new FormData(lint);
      body.set("words", box.value);
      const answer = await fetch(lint.dataset.lint, { method: "POST", body }).catch(() => null);
      if (!answer?.ok) return;
      const { age, plain, advice } = await answer.json();
      meter.textContent = box.value.trim() ? advice || lint.dataset.age.replace("%s", age) : "";
      meter.classList.toggle("meter--ok", plain);
    };
    const soon = () => { clearTimeout(waiting); waiting = setTimeout(read, 500); };
    box.addEventListener("input", soon);
    for (const ready of $$("[data-template]", lint)) {
      ready.addEventListener("click", (event) => {
        event.preventDefault();
        box.value = [box.value.trim(), ready.dataset.template].filter(Boolean).join("\n\n");
        box.focus();
        soon();
      });
    }
  }

  /* One press, one step: a second press while the first is on its way does nothing. */
  document.addEventListener("submit", (event) => {
    if (event.target.method === "dialog") return;
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => { for (const sent of $$("form[data-sent]")) delete sent.dataset.sent; });

  /* Shortcuts: off while typing, in a dialog, with a modifier, and when the box is unticked (WCAG 2.1.4). */
  const box = $("[data-keys]");
  const remember = "desk-shortcuts";
  try { box.checked = localStorage.getItem(remember) !== "off"; } catch { /* private windows keep nothing */ }
  box?.addEventListener("change", () => { try { localStorage.setItem(remember, box.checked ? "on" : "off"); } catch { /* as above */ } });
  const typing = (target) => target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  const move = (step) => {
    const rows = $$(".dq__row > a");
    if (!rows.length) return;
    const here = rows.indexOf(document.activeElement);
    const from = here >= 0 ? here : rows.findIndex((row) => row.getAttribute("aria-current"));
    const to = from < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, from + step));
    rows[to].focus();
  };
  window.addEventListener("keydown", (event) => {
    if (!box?.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target) || $("dialog[open]")) return;
    const key = event.key.toLowerCase();
    const steps = { j: () => move(1), k: () => move(-1), "/": () => $("#desk-search").focus() };
    const detail = /^[1-9]$/.test(key) ? boxes[key - 1] : null;
    const button = $$(`[data-key="${CSS.escape(key)}"]`).find((found) => found.offsetParent);
    const act = steps[key] || (detail && (() => detail.click())) || (button && (() => button.click()));
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // Wagtail has a "?" and a "/" of its own
    act();
  }, true);

  /* After a step the reader stands at the item, or at the first line of the queue. */
  const heading = $("[data-item] h2[tabindex]");
  if (heading) heading.focus({ preventScroll: true });
  else $(".dq__row > a")?.focus({ preventScroll: true });
})();
