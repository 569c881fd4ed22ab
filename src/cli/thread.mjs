// Where a thread begins: like the program itself it learns TypeScript first.
const { register } = await import('tsx/esm/api');
register();
const { serve } = await import('./threads.ts');
await serve();
