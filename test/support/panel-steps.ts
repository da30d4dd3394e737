import type { ElectronApplication, Page } from 'playwright-core';

/** The next system dialogs that ask for a file answer with this one. */
export function answerOpenDialog(app: ElectronApplication, file: string): Promise<void> {
  return app.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, file);
}

/** The next system dialogs that ask where to save answer with this place. */
export function answerSaveDialog(app: ElectronApplication, file: string): Promise<void> {
  return app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
}

/** Runs a command of the panel by its title, as a person would by the palette. */
export async function runCommand(panel: Page, title: string): Promise<void> {
  await panel.keyboard.press('Control+k');
  await panel.getByRole('combobox', { name: 'Commands' }).fill(title);
  await panel.getByRole('option', { name: title }).first().click();
}
