// 页面开头：组件的标签、中文名和一句说明
Component({
  properties: {
    tag: { type: String, value: '' },
    name: { type: String, value: '' },
    text: { type: String, value: '' },
  },
})
