import type { Locale } from '#contract/panel';

interface MenuWords {
  readonly file: string;
  readonly open: string;
  readonly recent: string;
  readonly noRecent: string;
  readonly forgetAll: string;
  readonly samples: string;
  readonly close: string;
  readonly edit: string;
  readonly view: string;
  readonly reload: string;
  readonly reloadOnSave: string;
  readonly devTools: string;
  readonly window: string;
  readonly help: string;
  readonly about: string;
  readonly palette: string;
  readonly shortcuts: string;
  readonly nextArea: string;
  readonly previousArea: string;
  /** Electron's own words for its roles are English whatever the language. */
  readonly roles: Readonly<
    Record<
      | 'services'
      | 'hide'
      | 'hideOthers'
      | 'unhide'
      | 'quit'
      | 'close'
      | 'undo'
      | 'redo'
      | 'cut'
      | 'copy'
      | 'paste'
      | 'delete'
      | 'selectAll'
      | 'resetZoom'
      | 'zoomIn'
      | 'zoomOut'
      | 'togglefullscreen'
      | 'minimize'
      | 'zoom'
      | 'front',
      string
    >
  >;
}

/** The application menu in the panel's languages, in each system's usual terms. */
export const MENU_WORDS: Readonly<Record<Locale, MenuWords>> = {
  en: {
    file: 'File',
    open: 'Open folder…',
    recent: 'Open recent',
    noRecent: 'Nothing opened yet',
    forgetAll: 'Clear list',
    samples: 'Open sample',
    close: 'Close project',
    edit: 'Edit',
    view: 'View',
    reload: 'Reload mini-program',
    reloadOnSave: 'Reload on save',
    devTools: 'Inspect mini-program',
    window: 'Window',
    help: 'Help',
    about: 'About Ferry',
    palette: 'Commands…',
    shortcuts: 'Keyboard shortcuts',
    nextArea: 'Next part of the window',
    previousArea: 'Previous part of the window',
    roles: {
      services: 'Services',
      hide: 'Hide Ferry',
      hideOthers: 'Hide others',
      unhide: 'Show all',
      quit: 'Quit Ferry',
      close: 'Close window',
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      delete: 'Delete',
      selectAll: 'Select all',
      resetZoom: 'Actual size',
      zoomIn: 'Zoom in',
      zoomOut: 'Zoom out',
      togglefullscreen: 'Full screen',
      minimize: 'Minimize',
      zoom: 'Zoom',
      front: 'Bring all to front',
    },
  },
  'zh-CN': {
    file: '文件',
    open: '打开文件夹…',
    recent: '打开最近的项目',
    noRecent: '还没有打开过项目',
    forgetAll: '清空列表',
    samples: '打开示例',
    close: '关闭项目',
    edit: '编辑',
    view: '视图',
    reload: '重新加载小程序',
    reloadOnSave: '保存后自动重新加载',
    devTools: '检查小程序',
    window: '窗口',
    help: '帮助',
    about: '关于 Ferry',
    palette: '命令…',
    shortcuts: '键盘快捷键',
    nextArea: '下一个区域',
    previousArea: '上一个区域',
    roles: {
      services: '服务',
      hide: '隐藏 Ferry',
      hideOthers: '隐藏其他',
      unhide: '全部显示',
      quit: '退出 Ferry',
      close: '关闭窗口',
      undo: '撤销',
      redo: '重做',
      cut: '剪切',
      copy: '复制',
      paste: '粘贴',
      delete: '删除',
      selectAll: '全选',
      resetZoom: '实际大小',
      zoomIn: '放大',
      zoomOut: '缩小',
      togglefullscreen: '全屏',
      minimize: '最小化',
      zoom: '缩放',
      front: '全部置于前面',
    },
  },
};
