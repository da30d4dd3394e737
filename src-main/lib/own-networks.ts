import os from 'node:os';

/** The IPv4 networks this machine is in, the loopback aside. */
export function ownNetworks(): { readonly address: string; readonly netmask: string }[] {
  return Object.values(os.networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address, netmask }) => ({ address, netmask }));
}
