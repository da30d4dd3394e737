import type { RuleDraft, RuleLine } from '#contract/panel-conditions';

/** The table as lines of the command line; `#` before a rule that is off. */
export function tableText(lines: readonly Pick<RuleLine, 'text' | 'isOn'>[]): string {
  return lines.map(({ text, isOn }) => (isOn ? text : `# ${text}`)).join('\n');
}

/** The lines of a text as rules, with where they stand; a line that has not changed keeps its id, and so its count. */
export function draftsFrom(
  text: string,
  known: readonly Pick<RuleLine, 'id' | 'text'>[],
): readonly (RuleDraft & { readonly line: number })[] {
  const free = [...known];
  return text.split('\n').flatMap((written, index) => {
    const [, mark = '', rule = ''] = /^\s*(#?)\s*(.*?)\s*$/.exec(written) ?? [];
    if (rule === '') return [];
    const at = free.findIndex((line) => line.text === rule);
    const [same] = at < 0 ? [] : free.splice(at, 1);
    return [{ id: same?.id ?? crypto.randomUUID(), text: rule, isOn: mark === '', line: index + 1 }];
  });
}
