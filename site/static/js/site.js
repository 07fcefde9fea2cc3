/* Small comforts. Every page works without this file; controls that need it are hidden until it runs. */
(() => {
  'use strict';
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const store = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { if (value) localStorage.setItem(key, value); else localStorage.removeItem(key); } catch { /* private mode: the choice lasts for this page */ } },
  };

  /* Colours. Set before the first paint, so that a dark choice never flashes white. */
  const looks = ['light', 'dark'];
  const setLook = (look) => { if (looks.includes(look)) root.dataset.theme = look; else delete root.dataset.theme; };
  setLook(store.get('look'));

  document.addEventListener('DOMContentLoaded', () => {
    all('[data-look]').forEach((choices) => {
      choices.hidden = false;
      const now = root.dataset.theme || 'auto';
      all('input', choices).forEach((input) => {
        input.checked = input.value === now;
        input.addEventListener('change', () => { setLook(input.value); store.set('look', looks.includes(input.value) ? input.value : ''); });
      });
    });

    /* The menu closes on Escape and on a press elsewhere. */
    all('.menu').forEach((menu) => {
      document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && menu.open) { menu.open = false; one('summary', menu).focus(); } });
      document.addEventListener('click', (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
    });

    /* Leave this page: blank it first, then go where the link goes, which ends the session and moves on.
       This page is swapped out of the history. Escape or Shift three times within two seconds does the same. */
    const exit = one('[data-exit]');
    if (exit) {
      const leave = () => { document.title = exit.dataset.blank; document.body.hidden = true; location.replace(exit.href); };
      exit.addEventListener('click', (event) => { event.preventDefault(); leave(); });
      let times = 0, last = '', timer;
      document.addEventListener('keyup', (event) => {
        if (event.key !== 'Escape' && event.key !== 'Shift') { times = 0; return; }
        clearTimeout(timer);
        times = event.key === last ? times + 1 : 1;
        last = event.key;
        if (times === 3) leave();
        timer = setTimeout(() => { times = 0; }, 2000);
      });
      /* Back from the cache of a page that was left: show nothing old. */
      addEventListener('pageshow', (event) => { if (event.persisted && document.body.hidden) location.reload(); });
    }

    /* How many words so far; said politely by aria-live in the page. */
    all('[data-words]').forEach((area) => {
      const out = one(area.dataset.words), most = Number(area.dataset.most), empty = out.textContent;
      const show = () => {
        const count = area.value.trim().split(/\s+/).filter(Boolean).length;
        out.textContent = count ? out.dataset.counting.replace('{n}', count).replace('{most}', most) : empty;
      };
      area.addEventListener('input', show);
      show();
    });

    /* A message that goes away by itself. */
    const say = (words) => {
      const box = one('.toasts'), toast = document.createElement('div'), text = document.createElement('p');
      toast.className = 'toast'; text.textContent = words; toast.append(text); box.replaceChildren(toast);
      setTimeout(() => toast.remove(), 6000);
    };
    all('[data-copy]').forEach((button) => {
      button.hidden = !navigator.clipboard;
      button.addEventListener('click', async () => {
        try { await navigator.clipboard.writeText(button.dataset.copy); say(button.dataset.done); } catch { say(button.dataset.failed); }
      });
    });
    all('[data-print]').forEach((button) => { button.hidden = false; button.addEventListener('click', () => print()); });

    /* Dialogs. */
    all('[data-open]').forEach((button) => { button.hidden = false; button.addEventListener('click', () => one(button.dataset.open).showModal()); });
    all('[data-close]').forEach((button) => button.addEventListener('click', () => button.closest('dialog').close()));

    /* A form that came back: go to what needs fixing. */
    const summary = one('[data-focus]');
    if (summary) summary.focus();

    /* One press sends one form; the server would drop a second one anyway. */
    all('form[method="post"]:not([data-sends])').forEach((form) => form.addEventListener('submit', () => {
      all('button[type="submit"]', form).forEach((button) => button.setAttribute('aria-busy', 'true'));
    }));

    /* Read aloud with the device's own voices, in the page's language. */
    all('[data-reads]').forEach((button) => {
      if (!('speechSynthesis' in window)) return;
      button.hidden = false;
      const label = one('span', button), words = label.textContent;
      const stop = () => { speechSynthesis.cancel(); button.setAttribute('aria-pressed', 'false'); label.textContent = words; };
      button.addEventListener('click', () => {
        if (button.getAttribute('aria-pressed') === 'true') { stop(); return; }
        const utterance = new SpeechSynthesisUtterance(one(button.dataset.reads).innerText.replace(/\n+/g, '. '));
        utterance.lang = root.lang; utterance.rate = 0.92; utterance.onend = stop;
        button.setAttribute('aria-pressed', 'true'); label.textContent = button.dataset.stop; speechSynthesis.speak(utterance);
      });
      addEventListener('pagehide', stop);
    });
  });
})();
