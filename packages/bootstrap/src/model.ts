export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}

/** In the order in which they are applied: each kind needs only those before it. */
export const kinds = [
  'component-template',
  'index-template',
  'ism-policy',
  'write-index',
  'role',
  'role-mapping',
  'audit-config',
  'channel',
  'monitor',
  'saved-objects',
] as const;
export type Kind = (typeof kinds)[number];

/** Something that the cluster is to have. */
export interface DesiredObject {
  readonly kind: Kind;
  readonly name: string;
  readonly body: JsonObject;
}

/** Something that the cluster has. */
export interface LiveObject {
  readonly name: string;
  readonly body: JsonObject;
  /** Carries our mark; undefined for kinds that have no place for one, where the record decides. */
  readonly isMarked: boolean | undefined;
  /** Where the server chooses the id. */
  readonly id?: string;
  /** For updates that must not overwrite someone else's. */
  readonly version?: { readonly seqNo: number; readonly primaryTerm: number };
}

/** What we applied, as the index `siem-bootstrap` has it. */
export interface AppliedRecord {
  readonly kind: Kind;
  readonly name: string;
  readonly id?: string;
  /** Of the comparable form of the body. */
  readonly checksum: string;
  /** Of this program. */
  readonly version: string;
  readonly applied_at: string;
  readonly applied_by: string;
  readonly body: JsonObject;
}

export type Action = 'create' | 'change' | 'no change' | 'remove' | 'clash' | 'unmanaged';

/** One line of a plan. */
export interface PlannedObject {
  readonly kind: Kind;
  readonly name: string;
  readonly action: Action;
  readonly desired?: DesiredObject;
  readonly live?: LiveObject;
  /** For `change`, and for `clash`: what would change. */
  readonly differences: readonly Difference[];
  /** For `change`: someone else changed it after we applied it. */
  readonly changedOutside?: boolean;
  /** For `change`: the server already has this body and only lacks it in our record. */
  readonly note?: string;
}

/** One leaf that differs; undefined stands for "not there". */
export interface Difference {
  readonly path: string;
  readonly live: Json | undefined;
  readonly desired: Json | undefined;
}
