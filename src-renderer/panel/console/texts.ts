import { bilingual } from '../texts/bilingual.ts';

/** What the console says besides its lines. */
export const CONSOLE_TEXTS = bilingual(
  {
    'console.input': 'Code to run in the page',
    'console.inputHint':
      'wx, getApp(), $page, $el, require("…") · Enter runs, Shift+Enter adds a line, Tab completes',
    'console.run': 'Run',
    'console.running': 'Running…',
    'console.you': 'input',
    'console.result': 'result',
    'console.failed': 'This did not run: {{message}}',
    'console.page': 'Page',
    'console.allPages': 'All pages',
    'console.group': 'Group repeats',
    'console.times_one': '{{count, number}} time',
    'console.times_other': '{{count, number}} times',
    'console.openSource': 'Show {{place}} in the source',
    'console.completions': 'Completions',
    'console.thrown': 'threw',
    'command.consoleFocus': 'Type into the console',
    'command.consoleClear': 'Clear the console',
  },
  {
    'console.input': '在页面中运行的代码',
    'console.inputHint': 'wx、getApp()、$page、$el、require("…") · Enter 运行，Shift+Enter 换行，Tab 补全',
    'console.run': '运行',
    'console.running': '正在运行…',
    'console.you': '输入',
    'console.result': '结果',
    'console.failed': '未能运行：{{message}}',
    'console.page': '页面',
    'console.allPages': '所有页面',
    'console.group': '合并重复',
    'console.times_other': '{{count, number}} 次',
    'console.openSource': '在源码中显示 {{place}}',
    'console.completions': '补全',
    'console.thrown': '抛出',
    'command.consoleFocus': '在控制台中输入',
    'command.consoleClear': '清空控制台',
  },
);
