/* A key card's link carries the key after a #, which browsers send to nobody. Put it into the box and clear it. */
(() => {
  'use strict';
  const take = () => {
    const box = document.querySelector('[data-key]');
    const key = new URLSearchParams(location.hash.slice(1)).get('key');
    if (!box || !key) return;
    box.value = key;
    history.replaceState(null, '', location.pathname);
  };
  document.addEventListener('DOMContentLoaded', take);
  addEventListener('hashchange', take);
})();
