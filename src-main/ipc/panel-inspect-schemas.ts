import * as v from 'valibot';
import type {
  Evaluation,
  InspectAnswer,
  InspectCalls,
  InspectKind,
  InspectQuestion,
  WxmlNode,
} from '#contract/panel-inspect';
import { VALUE_KINDS, type ValueView } from '#contract/value-view';
import { STORAGE_JSON_LENGTH } from '#contract/storage';
import { empty, finite, shortText, type SchemasOf } from './schema-parts.ts';

const nodeId = v.pipe(v.number(), v.integer(), v.minValue(0));
const json = v.pipe(v.string(), v.maxLength(STORAGE_JSON_LENGTH));
const place = v.pipe(finite, v.integer(), v.minValue(0));
const MAX_CODE = 1_000_000;

const dataPath = v.pipe(v.array(v.union([shortText, place])), v.maxLength(200), v.readonly());

const question: v.GenericSchema<unknown, InspectQuestion> = v.variant('ask', [
  v.strictObject({ ask: v.literal('pages') }),
  v.strictObject({
    ask: v.literal('tree'),
    nodeId,
    open: v.pipe(v.array(nodeId), v.maxLength(100_000), v.readonly()),
  }),
  v.strictObject({ ask: v.literal('way'), nodeId }),
  v.strictObject({ ask: v.literal('details'), nodeId }),
  v.strictObject({ ask: v.literal('find'), nodeId, selector: shortText }),
  v.strictObject({ ask: v.literal('search'), nodeId, words: shortText }),
  v.strictObject({ ask: v.literal('computed'), nodeId }),
  v.strictObject({ ask: v.literal('data'), nodeId }),
  v.strictObject({ ask: v.literal('more'), ref: nodeId, from: place }),
  v.strictObject({
    ask: v.literal('set-data'),
    nodeId,
    path: dataPath,
    json,
  }),
  v.strictObject({ ask: v.literal('remove-data'), nodeId, path: dataPath }),
  v.strictObject({ ask: v.literal('undo-data') }),
  v.strictObject({ ask: v.literal('set-text'), nodeId, text: json }),
  v.strictObject({ ask: v.literal('call-method'), nodeId, name: shortText, json }),
  v.strictObject({ ask: v.literal('set-style'), nodeId, style: shortText }),
  v.strictObject({ ask: v.literal('set-class'), nodeId, className: shortText }),
  v.strictObject({ ask: v.literal('highlight'), nodeId }),
  v.strictObject({ ask: v.literal('select'), nodeId }),
  v.strictObject({ ask: v.literal('pick'), isOn: v.boolean() }),
  v.strictObject({ ask: v.literal('watch'), isOn: v.boolean() }),
  v.strictObject({
    ask: v.literal('members'),
    chain: v.pipe(v.array(shortText), v.maxLength(50), v.readonly()),
  }),
]);

/** What the panel may ask. */
export const INSPECT_SCHEMAS: SchemasOf<InspectCalls> = {
  'panel:inspect': question,
  'panel:evaluate': v.strictObject({ code: v.pipe(v.string(), v.maxLength(MAX_CODE)) }),
  'panel:storage': v.strictObject({ words: shortText, from: place, count: v.pipe(place, v.maxValue(500)) }),
  'panel:stored-value': v.strictObject({ key: shortText }),
  'panel:set-storage': v.strictObject({ key: shortText, json, oldKey: v.nullable(shortText) }),
  'panel:remove-storage': v.strictObject({
    keys: v.nullable(v.pipe(v.array(shortText), v.maxLength(100_000), v.readonly())),
  }),
  'panel:restore-storage': empty,
};

const long = v.pipe(v.string(), v.maxLength(100_000));
const pairs = v.pipe(v.array(v.tuple([shortText, shortText])), v.maxLength(1000));

const view: v.GenericSchema<unknown, ValueView> = v.strictObject({
  kind: v.picklist(VALUE_KINDS),
  text: long,
  length: v.pipe(v.number(), v.minValue(0)),
  entries: v.exactOptional(
    v.pipe(v.array(v.tuple([shortText, v.lazy(() => view)])), v.maxLength(10_000), v.readonly()),
  ),
  more: v.exactOptional(v.strictObject({ ref: nodeId, from: place })),
});

const node: v.GenericSchema<unknown, WxmlNode> = v.strictObject({
  id: nodeId,
  kind: v.picklist(['element', 'component', 'text', 'slot', 'shadow-root']),
  tag: shortText,
  text: shortText,
  attributes: pairs,
  hasChildren: v.boolean(),
  children: v.pipe(v.array(v.lazy(() => node)), v.maxLength(10_000), v.readonly()),
});

const sides = v.tuple([finite, finite, finite, finite]);
const details = v.strictObject({
  id: nodeId,
  kind: v.picklist(['element', 'component', 'text', 'slot', 'shadow-root']),
  tag: shortText,
  is: shortText,
  selector: shortText,
  text: shortText,
  className: shortText,
  style: shortText,
  attributes: pairs,
  dataset: view,
  properties: v.nullable(view),
  usualProperties: v.pipe(v.array(shortText), v.maxLength(1000)),
  data: v.nullable(view),
  methods: v.pipe(v.array(shortText), v.maxLength(1000)),
  box: v.nullable(
    v.strictObject({
      ...{ x: finite, y: finite, width: finite, height: finite },
      ...{ margin: sides, border: sides, padding: sides },
    }),
  ),
  computed: pairs,
  rules: v.pipe(
    v.array(
      v.strictObject({
        selector: shortText,
        source: shortText,
        nth: place,
        condition: shortText,
        specificity: v.tuple([place, place, place]),
        inheritedFrom: shortText,
        declarations: v.pipe(
          v.array(
            v.strictObject({
              ...{ name: shortText, value: shortText },
              ...{ isImportant: v.boolean(), isOverridden: v.boolean() },
            }),
          ),
          v.maxLength(1000),
        ),
      }),
    ),
    v.maxLength(1000),
  ),
  listeners: v.pipe(v.array(shortText), v.maxLength(1000)),
  externalClasses: pairs,
});

const done = v.strictObject({ isDone: v.boolean() });
const dataChanged = v.strictObject({ isDone: v.boolean(), undoCount: place });

/** What a page may answer: its runtime gives this form, but the page is a stranger. */
export const INSPECT_ANSWERS: { readonly [K in InspectKind]: v.GenericSchema<unknown, InspectAnswer<K>> } = {
  pages: v.strictObject({
    pages: v.pipe(
      v.array(v.strictObject({ route: shortText, nodeId, isTop: v.boolean() })),
      v.maxLength(100),
    ),
  }),
  tree: v.strictObject({ root: v.nullable(node) }),
  way: v.strictObject({ ids: v.pipe(v.array(nodeId), v.maxLength(10_000)) }),
  details: v.strictObject({ details: v.nullable(details) }),
  find: v.strictObject({ nodeId }),
  data: v.strictObject({ data: v.nullable(view) }),
  search: v.strictObject({ ids: v.pipe(v.array(nodeId), v.maxLength(10_000)), count: place }),
  computed: v.strictObject({ computed: pairs }),
  more: v.strictObject({ value: v.nullable(view) }),
  'set-data': dataChanged,
  'remove-data': dataChanged,
  'undo-data': dataChanged,
  'set-text': done,
  'call-method': v.strictObject({ value: view }),
  'set-style': done,
  'set-class': done,
  highlight: done,
  select: done,
  pick: done,
  watch: done,
  members: v.strictObject({ names: v.pipe(v.array(shortText), v.maxLength(5000)) }),
};

export const EVALUATION: v.GenericSchema<unknown, Evaluation> = v.strictObject({
  isOk: v.boolean(),
  value: view,
  stack: long,
});
