import { PAGE_PATHS } from '#contract/wx';

/** Grows with every update, so that no picture is taken from what the browser has kept. */
let version = 0;

/** Shows pictures and fonts of the package again, wherever the document refers to them. */
export function showAssetsAnew(files: readonly string[]): void {
  version += 1;
  const addresses = files.map((file) => PAGE_PATHS.package.slice(1) + encodeURI(file));
  const anew = (text: string): string => {
    let result = text;
    for (const address of addresses) result = withVersion(result, address);
    return result;
  };
  const renew = (element: Element, attribute: string): void => {
    const value = element.getAttribute(attribute);
    if (value !== null && anew(value) !== value)
      Element.prototype.setAttribute.call(element, attribute, anew(value));
  };
  for (const element of document.querySelectorAll('[src]')) renew(element, 'src');
  for (const element of document.querySelectorAll('[style*="url("]')) renew(element, 'style');
  for (const element of document.querySelectorAll('style')) {
    const text = element.textContent;
    if (anew(text) !== text) element.textContent = anew(text);
  }
}

/** A text with each address followed by the version, in place of an older one. */
function withVersion(text: string, address: string): string {
  let result = '';
  let done = 0;
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, done)) {
    const end = at + address.length;
    const older = /^\?v=\d+/.exec(text.slice(end, end + 20))?.[0].length ?? 0;
    result += `${text.slice(done, end)}?v=${String(version)}`;
    done = end + older;
  }
  return result + text.slice(done);
}
