// 分组与次序同微信官方文档的组件目录
module.exports = [
  {
    id: 'container',
    name: '视图容器',
    pages: [
      { page: 'view', name: '视图', tag: 'view' },
      { page: 'scroll-view', name: '可滚动视图', tag: 'scroll-view' },
      { page: 'swiper', name: '滑块视图', tag: 'swiper' },
      { page: 'movable', name: '可移动视图', tag: 'movable-view' },
      { page: 'cover-view', name: '覆盖视图', tag: 'cover-view' },
      { page: 'lists', name: '列表与网格', tag: 'list-view' },
      { page: 'page-container', name: '页面容器', tag: 'page-container' },
      { page: 'containers', name: '其他容器', tag: '' },
    ],
  },
  {
    id: 'content',
    name: '基础内容',
    pages: [
      { page: 'icon', name: '图标', tag: 'icon' },
      { page: 'text', name: '文本', tag: 'text' },
      { page: 'rich-text', name: '富文本', tag: 'rich-text' },
      { page: 'progress', name: '进度条', tag: 'progress' },
    ],
  },
  {
    id: 'form',
    name: '表单组件',
    pages: [
      { page: 'button', name: '按钮', tag: 'button' },
      { page: 'checkbox', name: '多选项', tag: 'checkbox' },
      { page: 'radio', name: '单选项', tag: 'radio' },
      { page: 'switch', name: '开关', tag: 'switch' },
      { page: 'slider', name: '滑动选择器', tag: 'slider' },
      { page: 'input', name: '输入框', tag: 'input' },
      { page: 'textarea', name: '多行输入框', tag: 'textarea' },
      { page: 'form', name: '表单', tag: 'form' },
      { page: 'picker', name: '选择器', tag: 'picker' },
      { page: 'picker-view', name: '嵌入页面的选择器', tag: 'picker-view' },
      { page: 'editor', name: '富文本编辑器', tag: 'editor' },
    ],
  },
  {
    id: 'navigation',
    name: '导航',
    pages: [{ page: 'navigator', name: '页面链接', tag: 'navigator' }],
  },
  {
    id: 'media',
    name: '媒体组件',
    pages: [
      { page: 'image', name: '图片', tag: 'image' },
      { page: 'video', name: '视频', tag: 'video' },
      { page: 'audio', name: '音频', tag: 'audio' },
    ],
  },
  {
    id: 'canvas',
    name: '画布',
    pages: [{ page: 'canvas', name: '画布', tag: 'canvas' }],
  },
  {
    id: 'open',
    name: '替身与开放能力',
    pages: [
      { page: 'stand-ins', name: '地图、相机与直播', tag: 'map' },
      { page: 'open', name: '广告与开放数据', tag: '' },
      { page: 'web-view', name: '网页', tag: 'web-view' },
    ],
  },
  {
    id: 'other',
    name: '页面属性与早期组件',
    pages: [
      { page: 'page-meta', name: '页面属性', tag: 'page-meta' },
      { page: 'legacy-dialogs', name: '早期的弹窗组件', tag: '' },
    ],
  },
]
