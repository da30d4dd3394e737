import { expect, test } from 'vitest';
import type { Rule } from '#contract/conditions';
import type { Conditions } from '../../../src-renderer/panel/rules/conditions.svelte.ts';
import { RuleForm } from '../../../src-renderer/panel/rules/rule-form.svelte.ts';
import { parseRule, ruleLine } from '../../../src-main/transfers/conditions/rule-text.ts';

type Ask = Conditions['ask'];

test('what is added is what stands in the form, however soon the button is pressed', async () => {
  const answered: (() => void)[] = [];
  const added: string[] = [];
  const ask = async (channel: string, request: never): Promise<unknown> => {
    await new Promise<void>((resolve) => {
      answered.push(resolve);
    });
    if (channel === 'panel:write-rule') {
      const { match, action } = request as Pick<Rule, 'match' | 'action'>;
      return { text: ruleLine(match, action) };
    }
    const { match, action } = parseRule('x', (request as { text: string }).text, {
      labOrigin: null,
      folder: '.',
    });
    return { ok: true, match, action };
  };
  const form = new RuleForm({
    ask: ask as unknown as Ask,
    add: (text: string) => added.push(text),
  } as unknown as Conditions);
  form.openNew({ choice: 'delay', ms: '2' });
  for (const ms of ['20', '200', '2000']) {
    form.fields.ms = ms;
    void form.formChanged();
  }
  const saved = form.save();
  // Main answers only now, one question after the other.
  const state = { isSaved: false };
  void saved.then(() => (state.isSaved = true));
  while (!state.isSaved) {
    answered.splice(0).forEach((resolve) => {
      resolve();
    });
    await Promise.resolve();
  }
  expect(added).toEqual(['--fault upload:delay,2000ms']);
});
