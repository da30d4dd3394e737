/** What the details of a file show, one at a time. */
export const FILE_PANES = ['preview', 'facts', 'lineage', 'uses'] as const;

export type FilePane = (typeof FILE_PANES)[number];
