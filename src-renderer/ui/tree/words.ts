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
