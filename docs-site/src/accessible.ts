import type { Plugin } from 'swagger-ui-dist/swagger-ui-es-bundle.js';

/**
 * An operation's path is inside a button, and Swagger UI makes it a link as well: two controls in one, of which a
 * screen reader can announce either. The button does all that the link did, the address in the address bar included.
 */
export const pathsAsText: Plugin = ({ React }) => ({
  wrapComponents: {
    DeepLink:
      () =>
      ({ text }) =>
        React.createElement('span', { className: 'nostyle' }, text),
  },
});

/** What the controls are called that Swagger UI names by their place alone. */
const names = {
  '.servers select': 'Server',
  '.body-param-content-type select': 'Media type of the body',
  '.examples-select-element': 'Example',
  'select.content-type': 'Media type of the answer',
  'textarea.body-param__text': 'Body',
} as const;

function nameControls(root: Element): void {
  for (const [selector, name] of Object.entries(names))
    for (const control of root.querySelectorAll(`${selector}:not([aria-label])`))
      control.setAttribute('aria-label', name);
}

/** Names the controls under an element, now and as they come. */
export function keepControlsNamed(root: Element): void {
  nameControls(root);
  new MutationObserver(() => nameControls(root)).observe(root, { childList: true, subtree: true });
}
