/* Surveys, a little kinder: one question at a time, sections sent without leaving the page, and nothing lost while the
   network is away. Without this file every page works as a plain form. What is typed lives in this page only: nothing
   is put into the device's storage. */
(() => {
  'use strict';
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const RETRY = 3000; // milliseconds between two tries while there is no network

  const begin = () => {
    const page = one('[data-survey]');
    if (!page) return;
    const form = one('form', page), on = one('[data-on]', form), back = one('[data-back]', form);
    const state = one('[data-state]', form), parts = all('[data-one]', form);
    let at = 0, waiting = null;

    /* Readings and small helps within the page. */
    const talk = one('[data-reads]', page);
    if (talk && 'speechSynthesis' in window) {
      talk.hidden = false;
      const label = one('span', talk), words = label.textContent;
      const stop = () => { speechSynthesis.cancel(); talk.setAttribute('aria-pressed', 'false'); label.textContent = words; };
      talk.addEventListener('click', () => {
        if (talk.getAttribute('aria-pressed') === 'true') { stop(); return; }
        const shown = all(talk.dataset.reads, page).filter((each) => each.offsetParent);
        const say = new SpeechSynthesisUtterance(shown.map((each) => each.innerText.replace(/\n+/g, '. ')).join('. '));
        say.lang = root.lang; say.rate = 0.92; say.onend = stop;
        talk.setAttribute('aria-pressed', 'true'); label.textContent = talk.dataset.stop; speechSynthesis.speak(say);
      });
    }
    all('[data-change]', page).forEach((button) => { button.hidden = true; });
    all('[name="to_language"], [name="to_easy"]', page).forEach((input) => input.addEventListener('change', () => one('[data-change]', page).click()));
    all('[data-alone]', page).forEach((alone) => {
      const others = all(`[name="${CSS.escape(alone.name)}"]`, form).filter((each) => each !== alone && each.type === 'checkbox');
      alone.addEventListener('change', () => { if (alone.checked) others.forEach((each) => { each.checked = false; }); });
      others.forEach((each) => each.addEventListener('change', () => { if (each.checked) alone.checked = false; }));
    });
    all('[data-ranking]', page).forEach(taps);

    /* One question at a time. Sent back with something to fix, all of them show. */
    const lastWords = on.innerHTML, bar = one('progress', page), before = Number(page.dataset.number) - 1;
    const show = (place) => {
      at = place;
      parts.forEach((part, number) => { part.hidden = number !== at; });
      if (at < parts.length - 1) on.textContent = on.dataset.next; else on.innerHTML = lastWords;
      bar.value = before + (at + 1) / parts.length;
    };
    const many = parts.length > 1 && !one('[data-focus]', page);
    if (many) show(Number(page.dataset.open || 0));
    const summary = one('[data-focus]', page);
    if (summary) summary.focus();

    const tell = (words) => { state.hidden = !words; state.textContent = words; };
    /* The page that says thank you came with the answer: it holds words that are shown once, so it is not asked for
       again. As a page of its own, so that it is read out and gets its buttons like one that was opened. */
    const arrive = (html, address) => {
      history.replaceState(null, '', address);
      document.open(); document.write(html); document.close();
    };
    const put = (html, address, backwards) => {
      const fresh = new DOMParser().parseFromString(html, 'text/html');
      const next = one('[data-survey]', fresh);
      if (!next) { arrive(html, address); return; }
      root.lang = fresh.documentElement.lang; root.dir = fresh.documentElement.dir; document.title = fresh.title;
      if (backwards) next.dataset.open = String(all('[data-one]', next).length - 1);
      page.replaceWith(next);
      one('body > svg[hidden]').replaceWith(one('body > svg[hidden]', fresh));
      if (address) history.pushState({ survey: true }, '', address);
      begin();
      if (!one('[data-focus]')) { one('#main').focus({ preventScroll: true }); scrollTo(0, 0); }
    };
    const send = async (button) => {
      const body = new FormData(form);
      body.set('do', button.value);
      const fields = new URLSearchParams([...body].map(([name, value]) => [name, String(value)]));
      on.setAttribute('aria-busy', 'true');
      let address = null;
      try {
        const answer = await fetch(form.action, { method: 'POST', body: fields, headers: { 'X-Section': '1' }, redirect: 'follow', credentials: 'same-origin' });
        clearTimeout(waiting); tell('');
        if (answer.status >= 500) throw new Error('later');
        address = answer.headers.get('X-Section');
        if (answer.redirected) { location.assign(answer.url); return; }
        const html = await answer.text();
        put(html, answer.status === 422 ? '' : address, button.value === 'back');
      } catch {
        if (address && button.value === 'send') { location.assign(address); return; } // it was sent; only the page broke off
        /* No network, or the server is busy: everything stays here and goes out by itself. */
        tell(page.dataset.waiting || 'Waiting for the network. Your answers are here and will be sent.');
        clearTimeout(waiting); waiting = setTimeout(() => { if (form.isConnected) send(button); }, RETRY);
      } finally { on.removeAttribute('aria-busy'); }
    };

    form.addEventListener('submit', (event) => {
      const button = event.submitter || on;
      if (button.value === 'later') return;
      const forwards = button.value === 'next' || button.value === 'send';
      event.preventDefault();
      if (many && forwards && at < parts.length - 1) { show(at + 1); focusOn(parts[at]); return; }
      if (many && button.value === 'back' && at > 0) { show(at - 1); focusOn(parts[at]); return; }
      send(button);
    });
    if (many && !back) {
      const step = document.createElement('button');
      step.type = 'button'; step.className = 'btn btn--quiet'; step.textContent = page.dataset.back || '←';
      step.hidden = at === 0;
      step.addEventListener('click', () => { if (at > 0) { show(at - 1); focusOn(parts[at]); } });
      on.after(step);
      const watch = new MutationObserver(() => { step.hidden = at === 0; });
      parts.forEach((part) => watch.observe(part, { attributes: true, attributeFilter: ['hidden'] }));
    }
  };

  const focusOn = (part) => {
    const place = one('legend, h2', part);
    if (!place) return;
    place.setAttribute('tabindex', '-1'); place.focus({ preventScroll: true }); scrollTo(0, 0);
  };

  /* Ranking by taps: the first press is the most important; a second press takes it out again. */
  const taps = (box) => {
    const rows = all('.survey__rank', box).map((row) => ({ label: one('label', row), select: one('select', row), row }));
    let order = rows.filter((row) => row.select.value).sort((a, b) => a.select.value - b.select.value);
    const draw = () => rows.forEach((row) => {
      const place = order.indexOf(row) + 1;
      row.select.value = place ? String(place) : '';
      row.button.setAttribute('aria-pressed', String(Boolean(place)));
      one('.place', row.button).textContent = place || '';
    });
    rows.forEach((row) => {
      row.button = document.createElement('button');
      row.button.type = 'button'; row.button.className = 'survey__rank';
      const words = document.createElement('span'), place = document.createElement('span');
      words.textContent = row.label.firstChild.textContent; place.className = 'place';
      row.button.append(words, place);
      row.button.addEventListener('click', () => { order = order.includes(row) ? order.filter((each) => each !== row) : [...order, row]; draw(); });
      row.row.hidden = true; row.row.style.display = 'none'; row.row.after(row.button);
    });
    const set = box.closest('fieldset');
    one('[data-taps-hint]', set).hidden = false; one('[data-places-hint]', set).hidden = true;
    all('.tiles--skip input', set).forEach((skip) => skip.addEventListener('change', () => { order = []; draw(); }));
    draw();
  };

  addEventListener('popstate', () => location.reload());
  document.addEventListener('DOMContentLoaded', () => {
    begin();
    /* A code in the part of the address that is never sent anywhere, from a printed square. */
    const code = one('[data-fragment] input[name="words"]');
    if (code && location.hash.length > 1) { code.value = decodeURIComponent(location.hash.slice(1)).replaceAll('-', ' '); history.replaceState(null, '', location.pathname); }
  });
})();
