/** Chinese has one plural form, so the singular keys are left out. */
type ChineseTable<E> = Readonly<Record<Exclude<keyof E, `${string}_one`>, string>>;

/** The texts of one feature in both languages; a key that Chinese lacks does not compile. */
export interface FeatureTexts<E> {
  readonly en: E;
  readonly 'zh-CN': ChineseTable<E>;
}

export function bilingual<const E extends Readonly<Record<string, string>>>(
  en: E,
  zhCn: ChineseTable<E>,
): FeatureTexts<E> {
  return { en, 'zh-CN': zhCn };
}
