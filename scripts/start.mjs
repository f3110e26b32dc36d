// Starts the gallery on a dev server, also on a fresh clone.
import { installDependencies, root } from './install.mjs';

installDependencies();
const { createServer } = await import('vite');
const server = await createServer({ root });
await server.listen();
console.log('\n  The gallery is at:\n');
server.printUrls();
