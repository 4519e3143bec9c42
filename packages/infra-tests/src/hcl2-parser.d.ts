declare module 'hcl2-parser' {
  const parser: {
    /** The content and what is wrong with it, one of them null. */
    parseToObject(text: string): [unknown, unknown];
  };
  export default parser;
}
