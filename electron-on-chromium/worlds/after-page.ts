/** Has a listener hear an event after every listener of the page, unless one of those stops it on its way. */
export type AfterPage = <K extends keyof WindowEventMap>(
  type: K,
  listener: (event: WindowEventMap[K]) => void,
) => void;

/**
 * Makes that function for the world it runs in; evaluated as text. A listener that is added while the event is on
 * its way down is the last one at the window on its way up.
 */
export function createAfterPage(): AfterPage {
  return (type, listener) => {
    window.addEventListener(
      type,
      () => {
        window.removeEventListener(type, listener);
        window.addEventListener(type, listener, { once: true });
      },
      { capture: true },
    );
  };
}
