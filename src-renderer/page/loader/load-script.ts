/** Runs a script of the page's own origin; rejects when it cannot be loaded. */
export async function loadScript(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement('script');
    element.src = url;
    element.addEventListener('load', () => {
      resolve();
    });
    element.addEventListener('error', () => {
      reject(new Error(`${url} did not load`));
    });
    document.head.append(element);
  });
}
