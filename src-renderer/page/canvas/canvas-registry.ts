import type { GeneralComponent } from 'glass-easel';
import type { PageHost } from '../host.ts';
import { componentBehind } from '../query/selector-query.ts';
import type { LegacyCanvas } from './legacy-canvas.ts';

/** Canvases by `canvas-id`, by the page or component whose template they are written in. */
const canvases = new WeakMap<GeneralComponent, Map<string, LegacyCanvas>>();

/** False when the template has a canvas of that id already. */
export function addCanvas(owner: GeneralComponent, canvasId: string, canvas: LegacyCanvas): boolean {
  const known = canvases.get(owner) ?? new Map<string, LegacyCanvas>();
  canvases.set(owner, known);
  if (known.has(canvasId)) return false;
  known.set(canvasId, canvas);
  return true;
}

export function removeCanvas(owner: GeneralComponent, canvasId: string, canvas: LegacyCanvas): void {
  const known = canvases.get(owner);
  if (known?.get(canvasId) === canvas) known.delete(canvasId);
}

/** The page or component that a `wx` function on a canvas, video or audio looks in. */
export interface Scope {
  /** Innermost first. */
  readonly owners: () => readonly GeneralComponent[];
}

/**
 * @param component `this` of a component or page, as the function was given it; the page on top where it is none
 */
export function scopeOf(host: PageHost, component: unknown): Scope {
  const given = componentBehind(component);
  if (given) return { owners: () => [given] };
  const page = host.router.current()?.component ?? null;
  return {
    owners() {
      // Asked for while a page opens, the page meant comes on top only afterwards.
      const current = host.router.current()?.component ?? null;
      return [...new Set([page, current])].filter((owner) => owner !== null);
    },
  };
}

export function findCanvas(scope: Scope, canvasId: string): LegacyCanvas | null {
  for (const owner of scope.owners()) {
    const found = canvases.get(owner)?.get(canvasId);
    if (found) return found;
  }
  return null;
}

/** The built-in component with an id, as written in the template of one of the scope's owners. */
export function findById(scope: Scope, id: string): GeneralComponent | null {
  for (const owner of scope.owners()) {
    const found = owner.getShadowRoot()?.getElementById(id) as GeneralComponent | undefined;
    if (found) return found;
  }
  return null;
}
