/** The stack could not start or be reached; the message says what to do. */
export class StackError extends Error {
  readonly code: string = 'STACK_FAILED';
}

/** A tool is missing on this machine and we may not install it ourselves. */
export class MissingToolError extends StackError {
  override readonly code = 'STACK_TOOL_MISSING';
  readonly tool: string;

  constructor(tool: string, neededFor: string, install: readonly string[]) {
    super(
      `${tool} is missing; it is needed for ${neededFor}. Install it:\n${install.map((line) => `  ${line}`).join('\n')}`,
    );
    this.tool = tool;
  }
}

/** The folder is in use by a running stack. */
export class StackInUseError extends StackError {
  override readonly code = 'STACK_IN_USE';
}
