/**
 * How each kind of device spells the paths of a mini-program, as WeChat's documentation and developers tell it
 * (wx-api.md §9, §18): written out here, not taken from what is tested.
 */
export const SPELLINGS = [
  { scheme: 'devtools', temp: 'http://tmp/', saved: 'http://store/', usr: 'http://usr' },
  { scheme: 'phone', temp: 'wxfile://tmp_', saved: 'wxfile://store_', usr: 'wxfile://usr' },
  { scheme: 'desktop', temp: 'wxfile://temp/', saved: 'wxfile://store/', usr: 'wxfile://usr' },
] as const;
