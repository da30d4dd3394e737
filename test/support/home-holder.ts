import { openHome } from '../../src-main/home.ts';
import { systemClock } from '../../src-main/lib/clock.ts';

// A process that holds a home until it is killed: `node home-holder.ts <folder>`. Tells its parent how the opening
// went.
const [folder = ''] = process.argv.slice(2);
try {
  const home = openHome(folder, systemClock);
  process.send?.({ launch: home.launch });
  process.on('message', () => {
    home.close();
    process.disconnect();
  });
} catch (error) {
  const { code, message } = error as { code?: string; message: string };
  process.send?.({ code, message });
  process.disconnect();
}
