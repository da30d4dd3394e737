Page({
  data: {
    // 文档列出的类型
    types: ['success', 'success_no_circle', 'info', 'warn', 'waiting', 'cancel', 'download', 'search', 'clear'],
    // 文档没有列出、客户端也认识的类型
    others: ['success_circle', 'info_circle', 'waiting_circle'],
    sizes: [16, 23, 32, 44, '80rpx'],
    colors: ['#c83a35', '#e08a3c', '#e5c100', '#07a35a', '#2f80c8', '#7a6cf0'],
  },
})
