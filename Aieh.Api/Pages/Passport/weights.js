// The figures follow the sliders: the page by these weights is fetched, and its figures put in the place of those here.

const WAIT = 350;

const form = document.getElementById('weights');
const figures = document.getElementById('figures');
const told = document.getElementById('told');
if (form instanceof HTMLFormElement && figures && told) follow(form, figures, told);

/**
 * @param {HTMLFormElement} form
 * @param {HTMLElement} figures
 * @param {HTMLElement} told What is said to who listens: the figure alone, and not the tables with it.
 */
function follow(form, figures, told) {
  const written = new Intl.NumberFormat(document.documentElement.lang, { minimumFractionDigits: 2 });
  let timer = 0;
  let running = new AbortController();

  form.addEventListener('input', (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    const number = form.querySelector(`output[for="${event.target.id}"]`);
    if (number) number.textContent = written.format(event.target.valueAsNumber);
    clearTimeout(timer);
    timer = window.setTimeout(load, WAIT);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void load();
  });

  async function load() {
    running.abort();
    running = new AbortController();
    try {
      const response = await fetch(addressOf(form), { signal: running.signal });
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const fresh = page.getElementById('figures');
      if (!fresh) throw new Error('no figures');
      figures.replaceChildren(...fresh.children);
      told.textContent = figures.querySelector('.figure, .problem, .status')?.textContent?.trim() ?? '';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      figures.textContent = told.dataset.failed ?? '';
      told.textContent = told.dataset.failed ?? '';
    }
  }
}

/** @param {HTMLFormElement} form */
function addressOf(form) {
  const weights = new URLSearchParams();
  for (const [name, value] of new FormData(form)) weights.append(name, String(value));
  return `${form.action}?${weights}`;
}
