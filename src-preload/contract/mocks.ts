/** The file beside project.config.json in which a developer sets what `wx` answers. */
export const MOCK_FILE = 'ferry.mock.json';

/** What one API answers in the place of Ferry's own. */
export type MockAnswer = (
  | {
      /** Handed to `success`, without `errMsg`; of a function that returns, the value; of an `on…`, what listeners get. */
      readonly success: unknown;
    }
  | {
      /** Handed to `fail`; an `errMsg` without `<api>:fail` is taken for the reason. */
      readonly fail: Readonly<Record<string, unknown>>;
    }
) & {
  /** Milliseconds from the call to its answer. */
  readonly delayMs?: number;
};

/** `cloud` of the file: what `wx.cloud` finds. */
export interface CloudMock {
  /** By name; `success` becomes `result`. */
  readonly functions: Readonly<Record<string, MockAnswer>>;
  /** Documents by collection. */
  readonly database: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  /** Origin of the server that keeps cloud files; null for Ferry's own. */
  readonly storage: string | null;
}

/** Everything the file sets. */
export interface MockBook {
  /** By the name after `wx.`; any name counts, those that Ferry does not have included. */
  readonly apis: Readonly<Record<string, MockAnswer>>;
  readonly cloud: CloudMock;
}

/** Without a file. */
export const NO_MOCKS: MockBook = { apis: {}, cloud: { functions: {}, database: {}, storage: null } };
