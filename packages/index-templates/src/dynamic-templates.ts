import { ecsPathPattern } from './ecs-fields.ts';
import { date, double, type FieldMapping, flatObject, geoPoint, ip, keyword, long } from './mapping.ts';

export interface DynamicTemplate {
  readonly match_mapping_type?: 'object' | 'string' | 'boolean' | 'double' | 'long' | 'date';
  readonly match?: string;
  readonly unmatch?: string;
  readonly path_match?: string;
  readonly path_unmatch?: string;
  readonly match_pattern?: 'regex' | 'simple';
  readonly mapping: FieldMapping;
}

/**
 * What a field gets that no template names; the first rule that matches decides. Nothing becomes text and keyword at once,
 * and objects below the sixth level become one field, so that a document can add few paths however deep it is.
 */
export const dynamicTemplates: readonly Readonly<Record<string, DynamicTemplate>>[] = [
  { ip_addresses: { match_mapping_type: 'string', path_match: '*.ip', mapping: ip } },
  { locations: { path_match: '*.geo.location', mapping: geoPoint } },
  {
    ecs_dates: {
      match_mapping_type: 'string',
      match_pattern: 'regex',
      path_match: ecsPathPattern('date'),
      mapping: date,
    },
  },
  { deep_objects: { match_mapping_type: 'object', path_match: '*.*.*.*.*.*', mapping: flatObject } },
  { strings: { match_mapping_type: 'string', mapping: keyword } },
  { integers: { match_mapping_type: 'long', mapping: long } },
  { decimals: { match_mapping_type: 'double', mapping: double } },
];
