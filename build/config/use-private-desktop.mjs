import { inject } from 'vitest';

Object.assign(process.env, inject('desktop'));
delete process.env.WAYLAND_DISPLAY;
