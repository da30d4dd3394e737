import { bilingual } from '../texts/bilingual.ts';

export const APP_TEXTS = bilingual(
  {
    'preferences.theme.contrast': 'High contrast',
    'tab.page': 'Page',
    'tab.rules': 'Rules',
    'tab.device': 'Device',
  },
  {
    'preferences.theme.contrast': '高对比度',
    'tab.page': '页面',
    'tab.rules': '规则',
    'tab.device': '设备',
  },
);
