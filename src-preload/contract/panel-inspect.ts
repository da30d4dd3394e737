import type { ValueView } from './value-view.ts';

/** How strongly a selector matches: ids, classes and their like, tags. */
export type Specificity = readonly [ids: number, classes: number, tags: number];

/** A page that lives; `nodeId` names its component. */
export interface InspectedPage {
  readonly route: string;
  readonly nodeId: number;
  readonly isTop: boolean;
}

/** A node of the WXML tree. Of closed nodes only `hasChildren` is told. */
export interface WxmlNode {
  readonly id: number;
  readonly kind: 'element' | 'component' | 'text' | 'slot' | 'shadow-root';
  /** The tag as the template writes it; empty for texts. */
  readonly tag: string;
  /** Of a text. */
  readonly text: string;
  /** `id`, `class`, `style`, attributes and plain properties, as text. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly hasChildren: boolean;
  readonly children: readonly WxmlNode[];
}

export type Sides = readonly [top: number, right: number, bottom: number, left: number];

/** CSS pixels. */
export interface BoxModel {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly margin: Sides;
  readonly border: Sides;
  readonly padding: Sides;
}

/** A line of a rule as the sheet has it, shorthands as such. */
export interface MatchedDeclaration {
  readonly name: string;
  readonly value: string;
  readonly isImportant: boolean;
  /** Something stronger says otherwise, of all that it sets. */
  readonly isOverridden: boolean;
}

/** A rule of a style sheet that matches a node, or one above it from which the node inherits. */
export interface MatchedRule {
  readonly selector: string;
  /** `app.wxss`, `pages/index/index.wxss`: the sheet that brought it, maybe by an import. */
  readonly source: string;
  /** How many rules with this selector stand before it in the sheet with all that it imports. */
  readonly nth: number;
  /** `@media (min-width: 300px)` around it; empty for none. */
  readonly condition: string;
  readonly specificity: Specificity;
  /** The node above that it matches, as `view.list`; empty for the node itself. */
  readonly inheritedFrom: string;
  readonly declarations: readonly MatchedDeclaration[];
}

/** Everything known of one node. */
export interface NodeDetails {
  readonly id: number;
  readonly kind: WxmlNode['kind'];
  readonly tag: string;
  /** Path of the component's files; empty for what is none of the project's. */
  readonly is: string;
  readonly selector: string;
  /** Of a text. */
  readonly text: string;
  readonly className: string;
  readonly style: string;
  /** What the template gave it. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly dataset: ValueView;
  /** Null for what is no component. */
  readonly properties: ValueView | null;
  /** Names of the properties that are what the component itself makes them. */
  readonly usualProperties: readonly string[];
  readonly data: ValueView | null;
  /** Names of the methods of one of the project's components. */
  readonly methods: readonly string[];
  readonly box: BoxModel | null;
  /** Of the styles that the project sets; `computed` asks for all. */
  readonly computed: readonly (readonly [name: string, value: string])[];
  /** The strongest first; those that it inherits from follow, the nearest node first. */
  readonly rules: readonly MatchedRule[];
  /** `bindtap`, `catchtouchmove`, `capture-bindtap`. */
  readonly listeners: readonly string[];
  readonly externalClasses: readonly (readonly [name: string, value: string])[];
}

/** What can be asked of the running page. Automation asks the same. */
export type InspectQuestion =
  | { readonly ask: 'pages' }
  /** The tree of a component with these nodes open. */
  | { readonly ask: 'tree'; readonly nodeId: number; readonly open: readonly number[] }
  /** Ids from the page's component down to a node, without it. */
  | { readonly ask: 'way'; readonly nodeId: number }
  | { readonly ask: 'details'; readonly nodeId: number }
  /** The first node in the page that a WXML selector matches; 0 for none. */
  | { readonly ask: 'find'; readonly nodeId: number; readonly selector: string }
  /** All nodes of a page, in the order of the tree, whose tag, id, class, attributes or text hold the words, or that a WXML selector matches. */
  | { readonly ask: 'search'; readonly nodeId: number; readonly words: string }
  /** All computed styles of a node, in the order of the alphabet. */
  | { readonly ask: 'computed'; readonly nodeId: number }
  | { readonly ask: 'data'; readonly nodeId: number }
  /** What a picture of a value has left out. */
  | { readonly ask: 'more'; readonly ref: number; readonly from: number }
  | {
      readonly ask: 'set-data';
      readonly nodeId: number;
      readonly path: readonly (string | number)[];
      readonly json: string;
    }
  /** Takes a member of an object or an item of a list away; what lies at the top of data cannot go, as in WeChat. */
  | { readonly ask: 'remove-data'; readonly nodeId: number; readonly path: readonly (string | number)[] }
  /** Takes the last change made by `set-data` or `remove-data` back. */
  | { readonly ask: 'undo-data' }
  | { readonly ask: 'set-text'; readonly nodeId: number; readonly text: string }
  | { readonly ask: 'call-method'; readonly nodeId: number; readonly name: string; readonly json: string }
  | { readonly ask: 'set-style'; readonly nodeId: number; readonly style: string }
  | { readonly ask: 'set-class'; readonly nodeId: number; readonly className: string }
  /** Marks a node in the phone; 0 takes the mark away. */
  | { readonly ask: 'highlight'; readonly nodeId: number }
  /** Chooses what `$el` and `$0` are; 0 for nothing. */
  | { readonly ask: 'select'; readonly nodeId: number }
  /** Turns the element picker on or off. */
  | { readonly ask: 'pick'; readonly isOn: boolean }
  /** Whether changes of nodes and data are to be told. */
  | { readonly ask: 'watch'; readonly isOn: boolean }
  /** Names of the members of what a chain of names leads to, getters not run; all in scope for an empty chain. */
  | { readonly ask: 'members'; readonly chain: readonly string[] };

interface InspectAnswers {
  readonly pages: { readonly pages: readonly InspectedPage[] };
  readonly tree: { readonly root: WxmlNode | null };
  readonly way: { readonly ids: readonly number[] };
  readonly details: { readonly details: NodeDetails | null };
  readonly find: { readonly nodeId: number };
  /** `count` goes on where the list of ids ends. */
  readonly search: { readonly ids: readonly number[]; readonly count: number };
  readonly computed: { readonly computed: readonly (readonly [name: string, value: string])[] };
  readonly data: { readonly data: ValueView | null };
  /** Null when the page no longer has it. */
  readonly more: { readonly value: ValueView | null };
  readonly 'set-data': DataChanged;
  readonly 'remove-data': DataChanged;
  readonly 'undo-data': DataChanged;
  readonly 'set-text': { readonly isDone: boolean };
  readonly 'call-method': { readonly value: ValueView };
  readonly 'set-style': { readonly isDone: boolean };
  readonly 'set-class': { readonly isDone: boolean };
  readonly highlight: { readonly isDone: boolean };
  readonly select: { readonly isDone: boolean };
  readonly pick: { readonly isDone: boolean };
  readonly watch: { readonly isDone: boolean };
  readonly members: { readonly names: readonly string[] };
}

/** What can now be taken back. */
export interface DataChanged {
  readonly isDone: boolean;
  readonly undoCount: number;
}

export type InspectKind = InspectQuestion['ask'];
export type InspectAnswer<K extends InspectKind = InspectKind> = InspectAnswers[K];

/** What a page tells the inspector unasked. */
export type InspectNews =
  /** Nodes or data are others; at most ten times a second. */
  | { readonly what: 'changed' }
  | { readonly what: 'picked'; readonly nodeId: number }
  | { readonly what: 'pick-ended' };

/** The name of the runtime's function that evaluations are handed to, on its one global. */
export const EVALUATE_NAME = 'evaluate';

/** What came of an evaluation. */
export interface Evaluation {
  /** False when the code threw. */
  readonly isOk: boolean;
  readonly value: ValueView;
  /** Of an error, its stack in the project's own places; empty otherwise. */
  readonly stack: string;
}

export type StoredType =
  'String' | 'Number' | 'Boolean' | 'Null' | 'Undefined' | 'Array' | 'Object' | 'Other' | 'Encrypted';

/** An entry of the mini-program's storage as the panel lists it. */
export interface StoredEntry {
  readonly key: string;
  readonly type: StoredType;
  /** As it counts towards the quota. */
  readonly sizeBytes: number;
  /** JSON text, clipped; null while it is encrypted. */
  readonly json: string | null;
  readonly isClipped: boolean;
}

export interface StoredWindow {
  readonly entries: readonly StoredEntry[];
  readonly from: number;
  /** Entries whose key or value holds the words. */
  readonly count: number;
  readonly totalCount: number;
  readonly totalBytes: number;
  readonly limitBytes: number;
  /** Entries that `panel:restore-storage` would bring back. */
  readonly restorableCount: number;
}

export interface InspectCalls {
  /** Rejects with `page.gone` when the page does not answer in time. */
  'panel:inspect': (request: InspectQuestion) => InspectAnswer;
  'panel:evaluate': (request: { readonly code: string }) => Evaluation;
  /** @param count at most 500 */
  'panel:storage': (request: {
    readonly words: string;
    readonly from: number;
    readonly count: number;
  }) => StoredWindow;
  /** The whole JSON text of one entry; null where there is none or it is encrypted. */
  'panel:stored-value': (request: { readonly key: string }) => string | null;
  /** Sets an entry; with `oldKey` it takes that one's place. */
  'panel:set-storage': (request: {
    readonly key: string;
    readonly json: string;
    readonly oldKey: string | null;
  }) => null;
  /** Removes some entries, or all. Returns how many went. */
  'panel:remove-storage': (request: { readonly keys: readonly string[] | null }) => number;
  /** Brings back what was removed last. */
  'panel:restore-storage': (request: Record<string, never>) => number;
}

export type InspectEvent =
  | { readonly kind: 'inspect'; readonly news: InspectNews }
  /** The mini-program's storage is another. */
  | { readonly kind: 'storage' };
