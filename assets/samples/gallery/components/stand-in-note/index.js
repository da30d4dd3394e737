// 如实说明：哪些组件是替身，哪些效果没有
Component({
  properties: {
    title: { type: String, value: '这里的组件是替身' },
    text: { type: String, value: '它们需要微信或真机，由带名称的方框代替，并计入运行报告的 unsupported。' },
  },
})
