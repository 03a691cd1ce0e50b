/** Version of this program, as package.json has it. */
export const TOOL_VERSION = '1.1.0';
