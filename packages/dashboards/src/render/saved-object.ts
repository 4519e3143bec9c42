/** One line of an export file. */
export interface SavedObject {
  readonly type: 'index-pattern' | 'visualization' | 'search' | 'dashboard';
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly SavedObjectReference[];
  readonly migrationVersion: Readonly<Record<string, string>>;
}

export interface SavedObjectReference {
  readonly name: string;
  readonly type: SavedObject['type'];
  readonly id: string;
}

/** Name under which `searchSourceJSON` refers to its index pattern. */
export const searchSourceIndex = 'kibanaSavedObjectMeta.searchSourceJSON.index';

/** The last part of an id: lower-case words with dashes. */
export function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
