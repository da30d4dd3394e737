import type { TextKey } from '../texts/texts.ts';

/** A rule that is often wanted, as a line of the command line. */
export interface RulePreset {
  readonly title: TextKey;
  readonly text: string;
}

export const RULE_PRESETS: readonly RulePreset[] = [
  { title: 'rules.preset.everySecond', text: '--fault upload#2n:reset@50%' },
  { title: 'rules.preset.unavailable', text: '--fault any:status,503' },
  { title: 'rules.preset.slow', text: '--fault any:delay,3000ms' },
  { title: 'rules.preset.silent', text: '--fault upload:drop-response' },
  { title: 'rules.preset.stall', text: '--fault download:stall@50%,10s' },
  { title: 'rules.preset.short', text: '--fault download:truncate@50%' },
  { title: 'rules.preset.mobile', text: '--link 2g@download' },
  { title: 'rules.preset.lab', text: '--map any=lab' },
  { title: 'rules.preset.stopOut', text: '--break upload:request' },
  { title: 'rules.preset.stopBack', text: '--break request:response' },
];
