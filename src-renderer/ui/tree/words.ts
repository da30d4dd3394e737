import { createSubscriber } from 'svelte/reactivity';

const ENGLISH = {
  copyValue: 'Copy value',
  copyPath: 'Copy path',
  copied: 'Copied',
  showAll: 'Show all',
  close: 'Close',
  search: 'Search keys and values',
  clear: 'Clear search',
  nothing: 'Nothing matches',
  edit: 'Edit value',
  notJson: 'This is no JSON: write texts in "quotes"',
  notEntry: 'Write "key": value, in JSON',
  add: 'Add an entry',
  addKey: '"key": value',
  addItem: 'value',
  remove: 'Remove',
  gone: 'the page no longer has it',
};

const CHINESE: typeof ENGLISH = {
  copyValue: '复制值',
  copyPath: '复制路径',
  copied: '已复制',
  showAll: '显示全部',
  close: '关闭',
  search: '搜索键和值',
  clear: '清除搜索',
  nothing: '没有匹配项',
  edit: '编辑值',
  notJson: '不是有效的 JSON：文本请加 "双引号"',
  notEntry: '请按 JSON 写 "键": 值',
  add: '添加条目',
  addKey: '"键": 值',
  addItem: '值',
  remove: '删除',
  gone: '页面已不再保留',
};

const follow = createSubscriber((update) => {
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  return () => {
    observer.disconnect();
  };
});

/** The tree's own few words in the language of the document; follows it when read in an effect. */
export function treeWords(): typeof ENGLISH {
  follow();
  return document.documentElement.lang.startsWith('zh') ? CHINESE : ENGLISH;
}
