/** One step of the schema. Never edited after a release: a change is a new step. */
export interface Migration {
  /** Becomes `user_version`; ascending. */
  readonly version: number;
  readonly sql: string;
}
