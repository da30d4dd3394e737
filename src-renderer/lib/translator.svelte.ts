import i18next, { type i18n } from 'i18next';

/** The key as code names it: plural endings belong to the table, not to the caller. */
export type PluralBase<K extends string> = K extends `${infer Base}_one` | `${infer Base}_other` ? Base : K;

export type TextValues = Readonly<Record<string, string | number>>;

/** Looks texts up in the current locale; reading it in a template follows a change of locale. */
export class Translator<K extends string, L extends string> {
  readonly #engine: i18n;
  readonly #locales: readonly string[];
  #locale: L;

  constructor(tables: Readonly<Record<L, Readonly<Record<string, string>>>>, locale: L, fallback: L) {
    this.#locale = $state.raw(locale);
    this.#locales = Object.keys(tables);
    this.#engine = i18next.createInstance();
    const resources = Object.fromEntries(
      Object.entries<Readonly<Record<string, string>>>(tables).map(([name, table]) => [
        name,
        { translation: table },
      ]),
    );
    void this.#engine.init({
      lng: locale,
      fallbackLng: fallback,
      resources,
      initAsync: false,
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
    });
  }

  get locale(): L {
    return this.#locale;
  }

  set locale(locale: L) {
    this.#locale = locale;
  }

  /** The text of a key with `{{name}}` replaced; `count` chooses the plural. */
  readonly t = (key: K, values: TextValues = {}): string => {
    const name: string = key;
    return this.#engine.t(name, { ...values, lng: this.#locale });
  };

  /** The text of a key in each language, for whoever types in another than the one that is shown. */
  readonly inEveryLanguage = (key: K): readonly string[] => {
    const name: string = key;
    return this.#locales.map((lng) => this.#engine.t(name, { lng }));
  };

  /** The text of a key that may not exist, such as one made of a rule's name. */
  readonly find = (key: string, values: TextValues = {}): string | null =>
    this.#engine.exists(key, { lng: this.#locale })
      ? this.#engine.t(key, { ...values, lng: this.#locale })
      : null;
}
