const groups = require('../../data/groups.js')

Page({
  data: {
    groups,
    // 展开的分组，一次一个；空为全部收起
    open: '',
  },

  toggle(event) {
    const { id } = event.currentTarget.dataset
    this.setData({ open: this.data.open === id ? '' : id })
  },
})
