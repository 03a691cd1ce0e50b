import type { RetentionCount } from '../shared/rotation-policy.js';

/** A list of tokens that is read from its start. */
type Tokens = string[];

/** Whatever is neither number nor operator is a token that no rule takes. */
const TOKEN = /\d+(?:\.\d+)?|[-+*/()]|\S/g;

/**
 * Reads how many snapshots to keep: `always`, a number, or an expression such as `7 * 2` made of
 * numbers, `+ - * /` and parentheses. Null for anything else, a fraction or a negative number.
 */
export function parseRetentionCount(text: string): RetentionCount | null {
  if (text.trim().toLowerCase() === 'always') {
    return 'always';
  }
  const tokens: Tokens = text.match(TOKEN) ?? [];
  const value = sum(tokens);
  return tokens.length === 0 && Number.isSafeInteger(value) && value >= 0 ? Math.abs(value) : null;
}

/** These read as much as they can; NaN where the text is no expression. */
function sum(tokens: Tokens): number {
  let value = product(tokens);
  while (tokens[0] === '+' || tokens[0] === '-') {
    const sign = tokens.shift() === '+' ? 1 : -1;
    value += sign * product(tokens);
  }
  return value;
}

function product(tokens: Tokens): number {
  let value = factor(tokens);
  while (tokens[0] === '*' || tokens[0] === '/') {
    const isProduct = tokens.shift() === '*';
    const right = factor(tokens);
    value = isProduct ? value * right : value / right;
  }
  return value;
}

function factor(tokens: Tokens): number {
  const token = tokens.shift() ?? '';
  if (token === '-' || token === '+') {
    return token === '-' ? -factor(tokens) : factor(tokens);
  }
  if (token === '(') {
    const value = sum(tokens);
    return tokens.shift() === ')' ? value : Number.NaN;
  }
  return /^\d/.test(token) ? Number(token) : Number.NaN;
}
