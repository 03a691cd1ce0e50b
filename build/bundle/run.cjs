'use strict';

// Loads the program beside this file with what V8 compiled of it at build time: the start of every run is shorter by
// some 40 ms. V8 rejects what another version of it has made and compiles the program itself (vm.Script, cachedData).
// To go when Node 20 is no longer supported: later ones have module.enableCompileCache().
const { existsSync, readFileSync } = require('node:fs');
const { wrap } = require('node:module');
const { Script } = require('node:vm');

const filename = `${module.path}/run-program.cjs`;
const compiled = `${filename}.compiled`;
const script = new Script(wrap(readFileSync(filename, 'utf8')), {
  filename,
  ...(existsSync(compiled) ? { cachedData: readFileSync(compiled) } : {}),
});
script.runInThisContext().call(exports, exports, require, module, filename, module.path);
