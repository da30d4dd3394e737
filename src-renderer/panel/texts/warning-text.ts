import type { Locale } from '#contract/panel';
import type { TransferWarning } from '#contract/transfer';
import { WARNINGS_ZH_CN } from './warnings-zh-cn.ts';

/** A warning in the panel's language; in English where there are no other words for it. */
export function warningText({ rule, text, facts }: TransferWarning, locale: Locale): string {
  const template = locale === 'zh-CN' ? WARNINGS_ZH_CN[rule] : undefined;
  // Records of earlier versions carry no facts.
  return template?.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts?.[name] ?? whole)) ?? text;
}
