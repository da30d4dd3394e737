import type { CompiledUnit, Diagnostic } from './project.ts';

/**
 * What a save changed of the program that runs. The page takes it in place where it can; what cannot be taken starts
 * the program anew.
 */
export interface HotUpdate {
  /** Style sheets by unit path (`app` for app.wxss); empty text for one that went. */
  readonly styles: Readonly<Record<string, string>>;
  /** File in the build folder that defines the changed templates and modules anew; null when none changed. */
  readonly script: string | null;
  /** Paths of the units whose templates changed, be it by what they import. */
  readonly templates: readonly string[];
  /** Ids of the modules that changed. */
  readonly modules: readonly string[];
  /** Pages and components whose json changed, and new ones. */
  readonly units: readonly CompiledUnit[];
  /** Files of the code package that are neither: pictures, fonts. From the root. */
  readonly assets: readonly string[];
  /** Every error that now stands in the files that were saved since the program started; the last save's first. */
  readonly errors: readonly Diagnostic[];
}
