// 如实说明：Ferry 还没有这些组件的功能
Component({
  properties: {
    title: { type: String, value: 'Ferry 还没有这些组件' },
    text: { type: String, value: '它们的位置上是带名称的方框，并计入运行报告的 unsupported。' },
  },
})
