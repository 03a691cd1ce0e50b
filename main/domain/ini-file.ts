import { failure, success, type Result } from '../shared/result.js';

export interface IniOption {
  /** In lower case. */
  readonly name: string;
  /** Continuation lines are separated by line feeds. */
  readonly value: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface IniBlock {
  readonly name: string;
  readonly options: readonly IniOption[];
}

interface OptionBeingRead {
  readonly name: string;
  readonly line: number;
  readonly values: string[];
}

interface BlockBeingRead {
  readonly name: string;
  readonly options: OptionBeingRead[];
}

/**
 * Reads an INI file as Python's configparser does with its defaults: `[section]`, `name = value` or
 * `name: value`, lines of comments after `#` or `;`, and values that go on in lines indented deeper.
 *
 * A failure has the code `invalid-configuration` and names the file and the line.
 */
export function parseIni(text: string, file: string): Result<readonly IniBlock[]> {
  const blocks: BlockBeingRead[] = [];
  let indentation = 0;
  for (const [index, content] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const value = content.trim();
    const option = blocks.at(-1)?.options.at(-1);
    const depth = content.search(/\S/);
    if (value === '' || (option !== undefined && depth > indentation && !isComment(value))) {
      option?.values.push(value);
    } else if (!isComment(value)) {
      indentation = depth;
      const problem = readHeader(blocks, value, index + 1);
      if (problem !== null) {
        return invalidLine(file, index + 1, problem, value);
      }
    }
  }
  return success(blocks.map(finished));
}

/** The failure for a line of a configuration file. */
export function invalidLine(
  file: string,
  line: number,
  what: string,
  detail: string,
): Result<never> {
  return failure({
    code: 'invalid-configuration',
    title: `Line ${line} of “${file}” cannot be used: ${what}.`,
    advice: 'Correct this line; nothing is rotated until then.',
    detail,
  });
}

function isComment(value: string): boolean {
  return value.startsWith('#') || value.startsWith(';');
}

/** What is wrong with the line, null if nothing is. */
function readHeader(blocks: BlockBeingRead[], value: string, line: number): string | null {
  const section = /^\[(.+)\]/.exec(value)?.[1];
  if (section !== undefined) {
    return readSection(blocks, section);
  }
  const block = blocks.at(-1);
  const [, name, optionValue = ''] = /^([^=:]*[^=:\s])\s*[=:]\s*(.*)$/.exec(value) ?? [];
  if (block === undefined) {
    return 'no section begins before it';
  }
  if (name === undefined) {
    return 'it is no section, option or comment';
  }
  return readOption(block, { name: name.toLowerCase(), line, values: [optionValue] });
}

function readSection(blocks: BlockBeingRead[], name: string): string | null {
  if (blocks.some((block) => block.name === name)) {
    return `the section “${name}” is there already`;
  }
  blocks.push({ name, options: [] });
  return null;
}

function readOption(block: BlockBeingRead, option: OptionBeingRead): string | null {
  if (block.options.some(({ name }) => name === option.name)) {
    return `the option “${option.name}” is there already`;
  }
  block.options.push(option);
  return null;
}

function finished({ name, options }: BlockBeingRead): IniBlock {
  return {
    name,
    options: options.map((option) => ({
      name: option.name,
      value: option.values.join('\n').trimEnd(),
      line: option.line,
    })),
  };
}
