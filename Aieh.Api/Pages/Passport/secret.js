// A button that copies the link that is shown once. Without a clipboard there is none: the link is selected by hand.

const place = document.querySelector('.secret');
const field = place?.querySelector('input');
if (place instanceof HTMLElement && field && navigator.clipboard) addButton(place, field);

/**
 * @param {HTMLElement} place
 * @param {HTMLInputElement} field
 */
function addButton(place, field) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'plain';
  button.textContent = place.dataset.copy ?? '';
  const told = document.createElement('p');
  told.setAttribute('role', 'status');
  told.className = 'hint';
  button.addEventListener('click', async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      told.textContent = place.dataset.copied ?? '';
    } catch {
      told.textContent = place.dataset.notCopied ?? '';
    }
  });
  place.append(button, told);
}
