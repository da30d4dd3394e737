Page({
  data: {
    entries: [
      { page: 'toast', name: '提示', tag: 'showToast' },
      { page: 'dialogs', name: '对话框与菜单', tag: 'showModal' },
      { page: 'preview', name: '图片预览', tag: 'previewImage' },
      { page: 'navigation-bar', name: '导航栏', tag: 'setNavigationBarColor' },
    ],
  },
})
