/** Labels of an audit log entry, in lower case -> field for the value and field for what stands in parentheses. */
export const entryFields: Readonly<Record<string, readonly [value: string, code?: string]>> = {
  'version no': ['version_no'],
  'sequence no': ['sequence_no'],
  'reboot counter': ['reboot_counter'],
  opcode: ['opcode', 'opcode_hex'],
  'command type(hex)': ['command_type', 'command_type_hex'],
  'user id': ['user_id'],
  'session handle': ['session_handle'],
  'log type': ['log_type', 'log_type_code'],
  'priv/secret key handle': ['priv_secret_key_handle'],
  'public key handle': ['public_key_handle'],
  'key handle': ['key_handle'],
  'user name': ['user_name'],
  'user type': ['user_type', 'user_type_code'],
  mechanism: ['mechanism'],
  'target user name': ['target_user_name'],
  'target user type': ['target_user_type', 'target_user_type_code'],
  'target user id': ['target_user_id'],
  'mfa enabled': ['mfa_enabled'],
  operation: ['operation', 'operation_code'],
  'number of users': ['number_of_users'],
  userids: ['user_ids'],
};

/** Fields of lines that hold more than a label and a value. */
const otherNames = [
  'response',
  'hsm_return',
  'hsm_error',
  'local_time',
  'local_time_usec',
  'host_time',
  'host_time_usec',
  'propagation_delay',
  'unknown_field_value',
];

export const entryNames: readonly string[] = [
  ...Object.values(entryFields).flatMap(([value, code]) => (code === undefined ? [value] : [value, code])),
  ...otherNames,
];
