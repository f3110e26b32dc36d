export default {
  globs: ['src/elements/*.ts', 'src/app/app.ts'],
  exclude: ['**/*.test.ts'],
  litelement: true,
  packagejson: false,
};
